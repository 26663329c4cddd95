package dev.cyanotype.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.problem.ProblemMapper;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// The texts of WebSocket frames, in and out: one JSON object each, whose `type` says what it is.
@ApplicationScoped
public class Frames {

  private static final String TYPE = "type";

  private final ObjectMapper mapper;
  private final ChatInput input;
  private final EventJson json;

  Frames(ObjectMapper mapper, ChatInput input, EventJson json) {
    this.mapper = mapper;
    this.input = input;
    this.json = json;
  }

  /// @throws ProblemException 400 or 422 that says what to change
  ClientFrame read(String text) {
    ObjectNode frame = object(text);
    String type = frame.path(TYPE).asText();
    frame.remove(TYPE);
    return switch (type) {
      case "chat" -> new ClientFrame.Chat(input.read(frame));
      case "cancel" -> new ClientFrame.Cancel();
      default ->
          throw ProblemException.unprocessable(
              List.of(new FieldError("/type", "must be 'chat' or 'cancel'")));
    };
  }

  private ObjectNode object(String text) {
    JsonNode frame;
    try {
      frame = mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw ProblemMapper.unreadable(e);
    }
    if (frame instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.badRequest("The frame must be a JSON object.");
  }

  /// Appends an event of a stream.
  ///
  /// @return false where nothing was: `done` behind an `error`, which was the end already
  boolean append(StreamEvent event, StringBuilder frame) {
    switch (event) {
      case StreamEvent.Text piece -> field("text", "content", piece.data(), frame);
      case StreamEvent.Failed failed -> field("error", "error", failed.data(), frame);
      case StreamEvent.Done done -> {
        return appendEnd(done.data(), frame);
      }
      case StreamEvent.Intent _,
          StreamEvent.Status _,
          StreamEvent.ResourceReady _,
          StreamEvent.BlueprintReady _,
          StreamEvent.PlanReady _,
          StreamEvent.DeploymentReady _,
          StreamEvent.Usage _,
          StreamEvent.Warning _ ->
          field(event.type(), "data", event.data(), frame);
    }
    return true;
  }

  private static boolean appendEnd(Outcome outcome, StringBuilder frame) {
    switch (outcome) {
      case COMPLETE -> frame.append("{\"type\":\"done\"}");
      case CLARIFICATION_NEEDED ->
          frame.append("{\"type\":\"done\",\"status\":\"clarification_needed\"}");
      case CANCELLED -> frame.append("{\"type\":\"cancelled\"}");
      case ERROR -> {
        return false;
      }
    }
    return true;
  }

  private void field(String type, String name, Object value, StringBuilder frame) {
    frame.append("{\"type\":\"").append(type).append("\",");
    json.field(name, value, frame);
    frame.append('}');
  }

  /// Adds the stream's id to a frame.
  void addStreamId(String id, StringBuilder frame) {
    frame.setLength(frame.length() - 1);
    frame.append(",\"stream_id\":\"").append(id).append("\"}");
  }

  /// Appends the answer to a frame that is refused. Its `status` is the one that the HTTP API would
  /// answer with, and what a stream's own `error` does not have.
  void appendRefusal(ProblemException refusal, StringBuilder frame) {
    field("error", "error", refusal.getMessage(), frame);
    frame.setLength(frame.length() - 1);
    frame.append(",\"status\":").append(refusal.status());
    if (!refusal.errors().isEmpty()) {
      frame.append(',');
      json.field("errors", refusal.errors(), frame);
    }
    frame.append('}');
  }
}
