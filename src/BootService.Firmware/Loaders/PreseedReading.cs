using System.Text.RegularExpressions;

namespace BootService.Firmware.Loaders;

/// <summary>Answers for Debian's installer as far as it reads them before it touches a disk.</summary>
/// <param name="Fault">Why an installer would stop with a question, a sentence; null when it would not.</param>
/// <param name="Summary">What is in it, for a table.</param>
/// <param name="Suite">The suite it installs; null when it says none.</param>
/// <param name="Files">The files that its commands fetch.</param>
internal sealed partial record PreseedReading(string? Fault, string Summary, string? Suite, IReadOnlyList<string> Files)
{
    /// <summary>Questions that nobody is there to answer: without an answer the installer waits for ever.</summary>
    private static readonly string[] Asked =
        ["mirror/suite", "partman-auto/method", "partman/confirm", "partman/confirm_nooverwrite", "passwd/make-user", "grub-installer/only_debian"];

    public static PreseedReading Of(string text)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var (number, fault) = (0, default(string));
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            // Owner, question and type are parted by blanks; the rest of the line is the answer (debconf-set-selections(1)).
            var words = line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 3)
            {
                fault ??= $"line {number} is no answer: it has no owner, question and type";
                continue;
            }

            answers[words[1]] = words.Length > 3 ? words[3] : string.Empty;
        }

        fault ??= Asked.FirstOrDefault(question => !answers.ContainsKey(question)) is { } open
            ? $"it has no answer to {open}, so the installer would ask and wait"
            : null;
        var files = answers.Where(answer => answer.Key.EndsWith("_command", StringComparison.Ordinal))
            .SelectMany(answer => Address().Matches(answer.Value).Select(found => found.Value));
        return new PreseedReading(fault, $"{answers.Count} answers", answers.GetValueOrDefault("mirror/suite"), [.. files]);
    }

    [GeneratedRegex(@"http://[^\s;]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
