package dev.cyanotype.observability;

/// @param input tokens of the prompt
/// @param output tokens of the answer
/// @param estimated true where the provider gave no figures; the conventions want none then
public record Tokens(long input, long output, boolean estimated) {}
