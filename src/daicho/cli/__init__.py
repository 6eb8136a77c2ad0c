"""The `daicho` command, one small file a verb group."""
