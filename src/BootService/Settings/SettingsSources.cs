using System.Collections;
using System.Text.Json;
using BootService.Platform.Files;

namespace BootService.Settings;

/// <summary>Where settings come from, later over earlier: the file, the environment, the command line.</summary>
internal static class SettingsSources
{
    private const string EnvironmentPrefix = "BOOTSERVICE_";
    private const int MostBytes = 1 << 20;
    private const string UsualFile = "/etc/bootservice/bootservice.json";

    /// <summary>Names of the environment that are the command line tool's, not settings.</summary>
    private static readonly string[] NotSettings = ["SOCKET", "SERVER", "TOKEN_FILE", "CA_FILE"];

    /// <summary>Merges the sources.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The environment, name to value.</param>
    /// <param name="checkout">The <c>bootfiles/</c> folder of a checkout the daemon runs from; null when it is installed.</param>
    /// <returns>The configuration, and one sentence for each fault in the command line or the file.</returns>
    public static (IConfiguration Configuration, IReadOnlyList<string> Faults) Merge(string[] arguments, IDictionary environment, string? checkout)
    {
        var faults = new List<string>();
        var given = Arguments(arguments, faults);
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (checkout is not null)
        {
            merged[nameof(DataFolders.BootFilesDirectory)] = checkout;
        }

        var file = given.Remove("config", out var named) ? named : null;
        AddFile(merged, file ?? UsualFile, required: file is not null, faults);
        foreach (DictionaryEntry entry in environment)
        {
            if (entry.Key is string name && name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
                && !NotSettings.Contains(name[EnvironmentPrefix.Length..]))
            {
                merged[name[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal)] = entry.Value as string;
            }
        }

        foreach (var (key, value) in given)
        {
            merged[key] = value;
        }

        return (new ConfigurationBuilder().AddInMemoryCollection(merged).Build(), faults);
    }

    /// <summary>The file of settings that a command line names, or the usual one.</summary>
    public static string FileIn(string[] arguments) => Path.GetFullPath(Arguments(arguments, []).GetValueOrDefault("config") ?? UsualFile);

    private static Dictionary<string, string?> Arguments(string[] arguments, List<string> faults)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < arguments.Length; at++)
        {
            var word = arguments[at];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (!word.StartsWith("--", StringComparison.Ordinal) || word.Length == 2)
            {
                faults.Add($"argument \"{word}\" is not understood; settings are given as --Key=value");
            }
            else if (equals > 0)
            {
                given[word[2..equals]] = word[(equals + 1)..];
            }
            else if (at + 1 < arguments.Length && !arguments[at + 1].StartsWith("--", StringComparison.Ordinal))
            {
                given[word[2..]] = arguments[++at];
            }
            else
            {
                faults.Add($"argument \"{word}\" has no value; settings are given as --Key=value");
            }
        }

        return given;
    }

    private static void AddFile(Dictionary<string, string?> merged, string path, bool required, List<string> faults)
    {
        if (!required && !File.Exists(path))
        {
            return;
        }

        try
        {
            using var text = new MemoryStream(RegularFile.Bytes(Path.GetFullPath(path), MostBytes));
            foreach (var (key, value) in new ConfigurationBuilder().AddJsonStream(text).Build().AsEnumerable())
            {
                if (value is not null)
                {
                    merged[key] = value;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or JsonException)
        {
            faults.Add($"settings file {path} cannot be read: {(fault is JsonException json ? Place(json) : Sentence(fault.InnerException ?? fault))}");
        }
    }

    private static string Sentence(Exception fault) => fault.Message.ReplaceLineEndings(" ").TrimEnd('.');

    /// <summary>Where a text stops being JSON, as editors count; the reader counts from 0.</summary>
    private static string Place(JsonException fault) => $"it is no JSON at line {fault.LineNumber + 1}, character {fault.BytePositionInLine + 1}";
}
