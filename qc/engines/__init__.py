"""The gate inside engines that users already run; each module imports its own library, and nothing imports them."""
