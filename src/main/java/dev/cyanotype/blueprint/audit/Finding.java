package dev.cyanotype.blueprint.audit;

/// Something in a blueprint that is unsafe.
///
/// @param id of the rule
/// @param resource the resource's name; the blueprint's own where it is about the whole
/// @param reference the control or benchmark that asks for it
public record Finding(
    String id,
    Severity severity,
    String resource,
    String title,
    String why,
    String fix,
    String reference) {}
