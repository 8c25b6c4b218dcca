"""Expected purchases and value from purchase histories: probability models of buying and leaving.

The one place of the customer base where floats are right: these are estimates, not amounts. They stand beside the
simple, duration-based value and never replace a measured figure.
"""
