"""Every rule, one file each, in families. Installed as `qc.rules`; `qc.registry` finds them."""
