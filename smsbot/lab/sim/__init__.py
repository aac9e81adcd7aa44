"""The simulation: a programme lives through weeks of trouble, and an independent witness checks the promises."""
