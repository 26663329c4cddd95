package dev.cyanotype.blueprint.cost;

import java.math.BigDecimal;

/// A change of one value of a blueprint that makes it cheaper.
///
/// @param pointer JSON Pointer (RFC 6901) to the value
/// @param from as it is
/// @param to as it would be
/// @param saves of the monthly total, after the changes before it
public record Saving(String resource, String pointer, Object from, Object to, BigDecimal saves) {}
