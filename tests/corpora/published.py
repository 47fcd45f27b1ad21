"""Small folders laid out as corpora are published."""

from __future__ import annotations

import wave
from pathlib import Path

LAYOUTS = {
    "ravdess": (
        "Audio_Speech_Actors_01-24/Actor_12/03-01-06-01-02-01-12.wav",
        "Audio_Speech_Actors_01-24/Actor_01/03-01-02-01-01-01-01.wav",
        "Audio_Song_Actors_01-24/Actor_01/03-02-02-01-01-01-01.wav",
        "Video_Speech_Actor_01/Actor_01/02-01-02-01-01-01-01.wav",
    ),
    "emodb": ("wav/03a01Fa.wav", "wav/16b10Lb.wav", "wav/08a02Ac.wav"),
    "urdu": ("Angry/SM1_F10_A010.wav", "Sad/SF10_F1_S01.wav"),
    "nemo": ("samples/MP0_anger_1.wav", "samples/IC0_surprised_5.wav"),
    "crema_d": ("AudioWAV/1001_DFA_ANG_XX.wav", "AudioWAV/1002_IEO_HAP_LO.wav"),
    "iemocap": (
        "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav",
        "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav",
    ),
    "meld": ("train_splits/dia0_utt0.mp4", "dev_splits_complete/dia0_utt0.mp4"),
    "esd": ("0002/Surprise/0002_001401.wav", "0011/Angry/train/0011_000351.wav"),
    "tess": (
        "OAF_angry/OAF_back_angry.wav",
        "YAF_pleasant_surprised/YAF_dog_ps.wav",
        "OAF_neutral/OA_bite_neutral.wav",
    ),
    "savee": ("AudioData/DC/a01.wav", "AudioData/KL/su02.wav"),
    "msp_podcast": ("Audios/MSP-PODCAST_0001_0008.wav", "Audios/MSP-PODCAST_0002_0033.wav"),
}

TABLES = {
    "nemo": {
        "data.tsv": "file_id\temotion\traw_text\tnormalized_text\tspeaker_id\tgender\tage\n"
        'MP0_anger_1.wav\tanger\t„Ród smoka" to serial.\tród smoka\t        MP0\tmale\t24\n'
        "IC0_surprised_5.wav\tsurprised\tPrzestań.\tprzestań\t        IC0\tfemale\t28\n"
    },
    "crema_d": {
        "VideoDemographics.csv": '"ActorID","Age","Sex","Race","Ethnicity"\n'
        '1001,51,"Male","Caucasian","Not Hispanic"\n1002,21,"Female","Caucasian","Not Hispanic"\n',
        "processedResults/tabulatedVotes.csv": '"","A","D","F","H","N","S","fileName","numResponses","agreement"\n'
        '"100062",6,2,0,0,1,0,"1001_DFA_ANG_XX",9,0.67\n"200062",0,9,0,0,0,0,"1001_DFA_ANG_XX",9,1\n',
    },
    "iemocap": {
        "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt": "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n"
        "[7.5712 - 10.4750]\tSes01F_impro01_M000\tfru\t[2.5000, 2.5000, 2.5000]\n"
        "C-E1:\tFrustration;\t()\nC-E2:\tOther;\t(tired; of it)\nA-E3:\tval 2; act 3; dom  2;\t()\n\n"
        "[6.2901 - 8.2357]\tSes01F_impro01_F000\texc\t[2.5000, 2.5000, 2.5000]\n"
        "C-E1:\tExcited;\t()\nC-E2:\tHappiness; Surprise;\t()\nC-E3:\tFrustration;\t()\nC-F1:\tSadness;\t()\n",
        "Session1/dialog/transcriptions/Ses01F_impro01.txt": "Ses01F_impro01_F000 [006.2901-008.2357]: Excuse me.\n"
        "Ses01F_impro01_M000 [007.5712-010.4750]: Do you have your forms?\n",
    },
    "meld": {
        f"{part}_sent_emo.csv": "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode\n"
        f'1,"Oh, {part}.",Phoebe,sadness,negative,0,0,4,7\n2,What?,Stranger,surprise,negative,0,1,4,7\n'
        for part in ("train", "dev")
    },
    "esd": {
        "0002/0002.txt": "0002_001401\t打远一看。\t惊喜\n",
        "0011/0011.txt": "0011_000351\tThe nine the eggs, I keep.\tAngry\n",
    },
    "msp_podcast": {
        "Labels/labels_consensus.csv": "FileName,EmoClass,EmoAct,EmoVal,EmoDom,SpkrID,Gender,Split_Set\n"
        "MSP-PODCAST_0001_0008.wav,N,2.2,4,2.6,127,Female,Train\n"
        "MSP-PODCAST_0002_0033.wav,C,5,2,5,Unknown,Male,Test1\n",
        "Labels/labels_detailed.csv": "FileName,EmoDetail\n"
        'MSP-PODCAST_0001_0008.wav,"WORKER00000001; Neutral; Neutral,Confused; A:1; V:4; D:1;"\n'
        'MSP-PODCAST_0001_0008.wav,"WORKER00000002; Sad; Sad; A:1; V:4; D:1;"\n'
        'MSP-PODCAST_0001_0008.wav,"WORKER00000003; Other-bored; ; A:1; V:4; D:1;"\n'
        'MSP-PODCAST_0002_0033.wav,"WORKER00000002; Contempt; Angry; A:1; V:4; D:1;"\n',
        "Transcripts/MSP-PODCAST_0001_0008.txt": "so what did he say\n",
    },
}


def write_corpus(name: str, folder: Path) -> Path:
    """The folder with a few clips of a corpus, and its tables."""
    for place in LAYOUTS[name]:
        write_wav(folder / place)
    for place, text in TABLES.get(name, {}).items():
        write_text(folder / place, text)
    return folder


def write_wav(path: Path) -> None:
    """A tenth of a second of silence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(3200))


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
