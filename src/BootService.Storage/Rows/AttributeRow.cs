using BootService.Core.Attributes;

namespace BootService.Storage.Rows;

internal sealed class AttributeRow
{
    public AttributeScope Scope { get; init; }

    public required string Target { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public bool Shadow { get; init; }

    public DateTimeOffset Since { get; init; }
}
