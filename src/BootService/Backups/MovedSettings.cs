using System.Text.RegularExpressions;
using BootService.Core.Inventories;

namespace BootService.Backups;

/// <summary>
/// The text of a settings file on another machine: the frontend's address and its interface are that machine's, all else and every remark stays.
/// </summary>
internal static partial class MovedSettings
{
    /// <summary>Rewrites it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="moves">From which addresses to which.</param>
    /// <param name="interfaces">What interfaces are called here, by the names they had.</param>
    public static string Of(string text, IEnumerable<FrontendMove> moves, IReadOnlyDictionary<string, string> interfaces)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var moved = moves.Aggregate(text, (rest, move) => move.Reworded(rest));
        return InterfaceKey().Replace(
            moved, key => key.Groups["before"].Value
                + Word().Replace(key.Groups["names"].Value, word => interfaces.GetValueOrDefault(word.Value) ?? word.Value));
    }

    // The value is a text of names with commas between them, or a list of texts.
    [GeneratedRegex(
        """(?<before>"Interface"\s*:\s*)(?<names>"[^"]*"|\[[^\]]*\])""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InterfaceKey();

    [GeneratedRegex("""[^\s",\[\]]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
