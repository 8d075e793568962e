"""Words: which are English, how they are written, and which phrases give a machine away."""
