using System.Text;

namespace BootService.Core;

/// <summary>
/// Builders of texts, used again: a profile is put together of some dozen texts that are thrown away at once, and of a thousand profiles they were most of what
/// arming them took. Each thread has its own.
/// </summary>
internal static class SpareText
{
    private const int Usual = 1 << 10;

    /// <summary>Characters; what one odd profile needed more is not kept for the others.</summary>
    private const int Largest = 64 << 10;

    [ThreadStatic]
    private static Stack<StringBuilder>? _spare;

    /// <summary>
    /// An empty builder, the caller's own until <see cref="End(StringBuilder)"/>. One that is never given back is lost to others, and nothing else.
    /// </summary>
    public static StringBuilder Begin() => _spare is { } spare && spare.TryPop(out var text) ? text : new StringBuilder(Usual);

    /// <summary>The text; its builder is not the caller's any more.</summary>
    public static string End(StringBuilder text) => End(text, 0);

    /// <summary>The text from a place on; its builder is not the caller's any more.</summary>
    public static string End(StringBuilder text, int from)
    {
        var whole = text.ToString(from, text.Length - from);
        if (text.Capacity <= Largest)
        {
            (_spare ??= []).Push(text.Clear());
        }

        return whole;
    }
}
