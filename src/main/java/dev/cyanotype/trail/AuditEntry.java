package dev.cyanotype.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Something that was done.
///
/// @param id counts up, with gaps
/// @param caller as [dev.cyanotype.security.Caller#id]
/// @param action such as `blueprint.create`
/// @param target such as `blueprint/0b9d…`
/// @param outcome `done`, `refused`, or what became of it otherwise
/// @param detail in words; may be empty
/// @param requestId of the request that asked for it; null where nothing was asked
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditEntry")
public record AuditEntry(
    long id,
    Instant at,
    String caller,
    String action,
    String target,
    String outcome,
    String detail,
    @JsonProperty("request_id") String requestId) {}
