using BootService.Core.Access;

namespace BootService.Storage.Rows;

internal sealed class TokenRow
{
    public required string Name { get; init; }

    public required string Digest { get; init; }

    public TokenRole Role { get; init; }

    public DateTimeOffset Made { get; init; }

    public DateTimeOffset? Ends { get; init; }
}
