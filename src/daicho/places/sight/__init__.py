"""死角: what an eye sees and does not see on a floor; pure geometry on numpy and shapely."""
