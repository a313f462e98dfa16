using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BootService.Core.Installs;

/// <summary>
/// What an installer reads, in UTF-8, as it is stored and sent: half of what the same takes as characters, and those of a thousand nodes wait for one commit.
/// </summary>
/// <param name="octets">The text; whoever gives it leaves it as it is.</param>
public sealed class FrozenText(ReadOnlyMemory<byte> octets) : IEquatable<FrozenText>
{
    /// <summary>The text in UTF-8, without a mark at its beginning.</summary>
    public ReadOnlyMemory<byte> Octets { get; } = octets;

    /// <summary>A text; null for none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator FrozenText?(string? text) => text is null ? null : new FrozenText(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] FrozenText? other) => other is not null && Octets.Span.SequenceEqual(other.Octets.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrozenText);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var code = default(HashCode);
        code.AddBytes(Octets.Span);
        return code.ToHashCode();
    }

    /// <summary>The text as characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Octets.Span);
}
