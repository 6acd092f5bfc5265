"""One model of a customer need, its causes, the harm and the gains; many lenses to argue over."""

__version__ = "0.1.0"
