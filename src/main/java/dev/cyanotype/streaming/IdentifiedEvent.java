package dev.cyanotype.streaming;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;

/// An event with an `id`.
record IdentifiedEvent(OutboundSseEvent event, String id) implements OutboundSseEvent {

  @Override
  public String getId() {
    return id;
  }

  @Override
  public Class<?> getType() {
    return event.getType();
  }

  @Override
  public Type getGenericType() {
    return event.getGenericType();
  }

  @Override
  public MediaType getMediaType() {
    return event.getMediaType();
  }

  @Override
  public Object getData() {
    return event.getData();
  }

  @Override
  public String getName() {
    return event.getName();
  }

  @Override
  public String getComment() {
    return event.getComment();
  }

  @Override
  public long getReconnectDelay() {
    return event.getReconnectDelay();
  }

  @Override
  public boolean isReconnectDelaySet() {
    return event.isReconnectDelaySet();
  }
}
