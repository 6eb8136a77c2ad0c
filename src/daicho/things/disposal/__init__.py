"""廃棄: media and machines until nothing of their data is left, with the proof of it."""
