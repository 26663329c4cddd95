package dev.cyanotype.blueprint;

/// A place in a text.
///
/// @param line counted from 1
/// @param column counted from 1, in Unicode code points
public record Position(int line, int column) {}
