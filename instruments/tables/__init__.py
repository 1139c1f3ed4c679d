"""What every reader of a written table needs: text, cells, numbers, times, and named columns."""
