using BootService.Core.Profiles;

namespace BootService.Core.Power;

/// <summary>A password on its way to what asks for it. Printed by accident it is a mask.</summary>
public readonly record struct Secret
{
    private readonly string? _text;

    /// <param name="text">The password; may be empty.</param>
    public Secret(string text) => _text = text;

    /// <summary>The password itself, for the one who must say it.</summary>
    public string Reveal() => _text ?? string.Empty;

    /// <summary>A text without the password in it, wherever that came from.</summary>
    public string Hide(string from)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Reveal() is { Length: > 0 } secret ? from.Replace(secret, ReportUrls.Mask, StringComparison.Ordinal) : from;
    }

    /// <summary>The mask.</summary>
    public override string ToString() => ReportUrls.Mask;
}
