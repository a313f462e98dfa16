using System.Collections.Immutable;
using BootService.Cli.Daemon;
using BootService.Commands.Catalog;
using BootService.Contracts;

namespace BootService.Cli;

/// <summary>How a table is written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Csv,
    Yaml,
    Python,

    /// <summary>Variables of a shell.</summary>
    Shell,

    /// <summary>The values of one column.</summary>
    Column,
    None,
}

/// <summary>What was typed, as far as it concerns this program; the words themselves are the daemon's business.</summary>
/// <param name="Daemon">Where the daemon is.</param>
/// <param name="Request">What the daemon is asked.</param>
internal sealed record Invocation(DaemonAddress Daemon, CommandRequest Request)
{
    public OutputFormat Format { get; private init; }

    /// <summary>Whether a table has its header.</summary>
    public bool Header { get; private init; } = true;

    /// <summary>The columns to show; null for all.</summary>
    public string[]? Columns { get; private init; }

    /// <summary>Whether this program's own version is asked for.</summary>
    public bool WantsVersion => Request.Args is ["--version"];

    /// <summary>Whether a program reads what is said: one list, and nothing beside it.</summary>
    public bool IsForProgram => Format is OutputFormat.Json or OutputFormat.Csv or OutputFormat.Yaml or OutputFormat.Python or OutputFormat.Shell;

    /// <summary>Reads the command line. Options such as <c>--socket PATH</c> or <c>--server=URL</c> stand before the words.</summary>
    /// <exception cref="CliFault">An option without its value, or options that do not go together.</exception>
    public static Invocation Parse(IReadOnlyList<string> arguments, Func<string, string?> environment, string workingDirectory)
    {
        var (given, words) = Options(arguments);
        string? Option(string name) =>
            given.GetValueOrDefault(name) ?? (environment("BOOTSERVICE_" + name[2..].Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } set ? set : null);
        ImmutableArray<string> all = [.. words];
        var format = Last(all, "output-format");
        var column = format is not null && format.StartsWith(CommonParameters.ColumnPrefix, StringComparison.Ordinal)
            ? format[CommonParameters.ColumnPrefix.Length..].ToLowerInvariant()
            : null;
        return new Invocation(
            DaemonAddress.Of(Option("--socket"), given.ContainsKey("--socket") ? null : Option("--server"), Option("--token-file"), Option("--ca-file")),
            new CommandRequest { Args = [.. all.Select(Spoken)], WorkingDirectory = workingDirectory })
        {
            Format = format switch
            {
                _ when column is not null => OutputFormat.Column,
                "shell" => OutputFormat.Shell,
                "json" => OutputFormat.Json,
                "csv" => OutputFormat.Csv,
                "yaml" => OutputFormat.Yaml,
                "python" => OutputFormat.Python,
                "null" => OutputFormat.None,
                _ => OutputFormat.Text,
            },
            Header = Last(all, "output-header")?.ToLowerInvariant() is not ("no" or "false" or "n" or "off" or "0"),
            Columns = column is not null
                ? [column]
                : Last(all, "output-col")?.ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    private static readonly string[] Names = ["--socket", "--server", "--token-file", "--ca-file"];

    private static (Dictionary<string, string> Given, IEnumerable<string> Words) Options(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        for (; at < arguments.Count; at++)
        {
            var (name, value) = arguments[at].IndexOf('=', StringComparison.Ordinal) is var equals and > 0
                ? (arguments[at][..equals], arguments[at][(equals + 1)..])
                : (arguments[at], null);
            if (!Names.Contains(name))
            {
                break;
            }

            given[name] = value ?? (++at < arguments.Count ? arguments[at] : throw new CliFault($"{name} has no value; see \"stack help\""));
        }

        return (given, arguments.Skip(at));
    }

    /// <summary>The words as the daemon knows them: <c>--help</c> is what a stranger tries first.</summary>
    private static string Spoken(string word) => word is "--help" or "-h" ? "help" : word;

    private static string? Last(ImmutableArray<string> words, string parameter) =>
        words.LastOrDefault(
            word => word.Length > parameter.Length && word[parameter.Length] == '='
                && word.StartsWith(parameter, StringComparison.Ordinal))?[(parameter.Length + 1)..];
}
