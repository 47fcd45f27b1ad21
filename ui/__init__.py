"""The window: paints what the engine found, and holds no model."""
