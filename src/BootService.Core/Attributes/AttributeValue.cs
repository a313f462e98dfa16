namespace BootService.Core.Attributes;

/// <summary>A stored value.</summary>
/// <param name="Text">Free text exactly as typed; may be empty, may hold newlines.</param>
/// <param name="Shadow">Whether it is a secret: in the kickstart that needs it and nowhere else.</param>
/// <param name="Since">When it was set.</param>
public sealed record AttributeValue(string Text, bool Shadow, DateTimeOffset Since);

/// <summary>An attribute with its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct AttributeEntry(AttributeName Name, AttributeValue Value);
