"""The network boot appliance's commands for Python: see stack.api."""
