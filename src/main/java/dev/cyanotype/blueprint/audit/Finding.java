package dev.cyanotype.blueprint.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cyanotype.blueprint.Position;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Something in a blueprint that is unsafe.
///
/// @param id of the rule
/// @param resource the resource's name; the blueprint's own where it is about the whole
/// @param reference the control or benchmark that asks for it
/// @param pointer JSON Pointer (RFC 6901) to the resource; empty where it is about the whole
/// @param line of the resource in a YAML body, counted from 1; null for others
/// @param column as the line
/// @param accepted true where the blueprint's metadata accept it
/// @param reason why it is accepted; null where it is not
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String id,
    Severity severity,
    String resource,
    String title,
    String why,
    String fix,
    String reference,
    String pointer,
    Integer line,
    Integer column,
    boolean accepted,
    String reason) {

  Finding acceptedFor(String given) {
    return new Finding(
        id, severity, resource, title, why, fix, reference, pointer, line, column, true, given);
  }

  /// The same where it stands in a request's body.
  ///
  /// @param position null for JSON
  Finding at(String newPointer, Position position) {
    return new Finding(
        id,
        severity,
        resource,
        title,
        why,
        fix,
        reference,
        newPointer,
        position == null ? null : position.line(),
        position == null ? null : position.column(),
        accepted,
        reason);
  }

  /// True for what should not go live.
  boolean isOpenAndGrave() {
    return !accepted && severity.isGrave();
  }
}
