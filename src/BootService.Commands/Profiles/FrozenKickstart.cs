using BootService.Core.Profiles;

namespace BootService.Commands.Profiles;

/// <summary>Takes the secrets out of a kickstart that was frozen with them.</summary>
internal static class FrozenKickstart
{
    private const string Mask = ReportUrls.Mask;

    /// <summary>The text with a mask for each secret.</summary>
    /// <param name="frozen">The kickstart as the node got it.</param>
    /// <param name="secrets">Secrets as they are now; empty ones are passed over.</param>
    /// <param name="preview">
    /// The host's kickstart now, masked. Where it has a mask, the frozen text has a secret even if its value was changed since.
    /// </param>
    public static string Masked(string frozen, IEnumerable<string> secrets, string preview)
    {
        // The longest first: one secret may be part of another.
        var text = secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)
            .Aggregate($"\n{frozen}", (masked, secret) => masked.Replace(secret, Mask, StringComparison.Ordinal));
        var lines = preview.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Contains(Mask, StringComparison.Ordinal) && !text.Contains($"\n{lines[i]}\n", StringComparison.Ordinal))
            {
                text = MaskedLike(text, lines, i);
            }
        }

        return text[1..];
    }

    /// <summary>Masks what stands in the text where a line of the preview has its mask.</summary>
    private static string MaskedLike(string text, string[] lines, int at)
    {
        var line = lines[at];
        var (first, end) = (line.IndexOf(Mask, StringComparison.Ordinal), line.LastIndexOf(Mask, StringComparison.Ordinal) + Mask.Length);
        var left = $"\n{line[..first]}";
        if (string.IsNullOrWhiteSpace(left) && at > 0)
        {
            left = $"\n{lines[at - 1]}{left}";
        }

        // A value of several lines, such as a key, ends where the line after it begins. Otherwise it ends on its own line: at what
        // follows it now, or, when that was changed too, with the line.
        var right = $"{line[end..]}\n";
        var far = at + 1 < lines.Length ? $"{right}{lines[at + 1]}\n" : right;
        for (var found = text.IndexOf(left, StringComparison.Ordinal); found >= 0; found = text.IndexOf(left, found + 1, StringComparison.Ordinal))
        {
            var from = found + left.Length;
            if (text.AsSpan(from).StartsWith(Mask, StringComparison.Ordinal) || lines.Contains(LineAt(text, from)))
            {
                continue;
            }

            var to = text.IndexOf(far, from, StringComparison.Ordinal) is var next and >= 0 ? next : EndOnLine(text, from, right);
            text = $"{text[..from]}{line[first..end]}{text[to..]}";
        }

        return text;
    }

    private static string LineAt(string text, int at) => text[(text.LastIndexOf('\n', at - 1) + 1)..EndOfLine(text, at)];

    private static int EndOnLine(string text, int from, string right)
    {
        var end = EndOfLine(text, from);
        return text.AsSpan(from, end - from).EndsWith(right.AsSpan(0, right.Length - 1), StringComparison.Ordinal) ? end - (right.Length - 1) : end;
    }

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is var end and >= 0 ? end : text.Length;
}
