using System.Globalization;

namespace BootService.Core.Reasons;

/// <summary>What a node says of scripts that failed, as a sentence for people.</summary>
public static class ScriptFailures
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int Signals = 128;

    /// <summary>Reads a report of the form <c>extend-backend:14:1,site:3:127</c>: node file, line of its script, exit code.</summary>
    /// <param name="reported">What the node said; anything may stand in it.</param>
    /// <returns>A sentence for each script; <paramref name="reported"/> as it is when it is of another form.</returns>
    public static string Sentence(string reported)
    {
        var parts = reported.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var said = Array.ConvertAll(parts, Of);
        return said.Length == 0 || said.Contains(null) ? reported : string.Join("; ", said);
    }

    private static string? Of(string failure) =>
        failure.Split(':') is [{ Length: > 0 } node, var line, var code]
        && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var exit)
            ? $"the script at line {at} of {node}.xml {Ended(exit)}"
            : null;

    private static string Ended(int exit) => exit switch
    {
        NotExecutable => "calls something that is no program (exit code 126)",
        NotFound => "calls a command that is not there (exit code 127)",
        > Signals => $"was ended by signal {exit - Signals} (exit code {exit})",
        _ => $"ended with exit code {exit}",
    };
}
