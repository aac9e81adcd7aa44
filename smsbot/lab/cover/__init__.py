"""Which ways of a flow do its tests take?"""
