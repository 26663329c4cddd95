package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/// Chat completions in one piece. Streamed ones go by [CompletionStreams], see there why.
@RegisterRestClient(configKey = "openai")
interface ChatCompletionsApi {

  @POST
  @Path("/chat/completions")
  Uni<RestResponse<JsonNode>> complete(
      @HeaderParam("Authorization") String authorization, ChatCompletionRequest request);
}
