.PHONY: run test check fmt bench

run: # the portal with its demonstration data; PORT=8000, WITH=a folder of real records
	@ops/run

test: # the checks and all tests; PYTEST_ARGS narrows them
	@ops/test

check: # what can be said about the code without running it
	@ops/check

fmt: # puts the code into shape
	@ops/fmt

bench: # measures; PARTS chooses, such as PARTS="relevance pages"
	@ops/bench $(PARTS)
