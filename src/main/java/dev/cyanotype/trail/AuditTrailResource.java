package dev.cyanotype.trail;

import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Who did what, to read.
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit trail", description = "Who did what")
public class AuditTrailResource {

  @Schema(name = "AuditEntries")
  public record Entries(List<AuditEntry> entries, long total) {}

  private final AuditTrail trail;

  AuditTrailResource(AuditTrail trail) {
    this.trail = trail;
  }

  @GET
  @RunOnVirtualThread
  @Operation(operationId = "listAuditTrail", summary = "List what was done, newest first")
  public RestResponse<Entries> list(
      @QueryParam("caller") String caller,
      @QueryParam("action") String action,
      @QueryParam("target") String target,
      @QueryParam("since") String since,
      @QueryParam("until") String until,
      @QueryParam("skip") String skip,
      @QueryParam("limit") String limit,
      @Context UriInfo uri) {
    Paging paging = Paging.of(skip, limit);
    Page<AuditEntry> page =
        trail.list(AuditFilter.of(caller, action, target, since, until), paging);
    Entries entries = new Entries(page.entries(), page.total());
    return paging.describe(ResponseBuilder.ok(entries), page.total(), uri).build();
  }
}
