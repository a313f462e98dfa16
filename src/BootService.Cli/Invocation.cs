using System.Collections.Immutable;
using BootService.Contracts;

namespace BootService.Cli;

/// <summary>How a table is written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Python,
    None,
}

/// <summary>What was typed, as far as it concerns this program; the words themselves are the daemon's business.</summary>
/// <param name="Socket">The daemon's socket.</param>
/// <param name="Request">What the daemon is asked.</param>
internal sealed record Invocation(string Socket, CommandRequest Request)
{
    private const string DefaultSocket = "/run/bootservice/admin.sock";

    public OutputFormat Format { get; private init; }

    /// <summary>Whether a table has its header.</summary>
    public bool Header { get; private init; } = true;

    /// <summary>The columns to show; null for all.</summary>
    public string[]? Columns { get; private init; }

    /// <summary>Reads the command line. <c>--socket PATH</c> or <c>--socket=PATH</c> stands before the words.</summary>
    public static Invocation Parse(IReadOnlyList<string> arguments, Func<string, string?> environment, string workingDirectory)
    {
        var socket = environment("BOOTSERVICE_SOCKET") is { Length: > 0 } set ? set : DefaultSocket;
        var words = arguments.AsEnumerable();
        if (arguments is ["--socket", var path, ..])
        {
            (socket, words) = (path, arguments.Skip(2));
        }
        else if (arguments is [['-', '-', 's', 'o', 'c', 'k', 'e', 't', '=', .. var joined], ..])
        {
            (socket, words) = (joined, arguments.Skip(1));
        }

        var all = words.ToImmutableArray();
        return new Invocation(socket, new CommandRequest { Args = [.. all.Select(Spoken)], WorkingDirectory = workingDirectory })
        {
            Format = Last(all, "output-format") switch
            {
                "json" => OutputFormat.Json,
                "python" => OutputFormat.Python,
                "null" => OutputFormat.None,
                _ => OutputFormat.Text,
            },
            Header = Last(all, "output-header")?.ToLowerInvariant() is not ("no" or "false" or "n" or "off" or "0"),
            Columns = Last(all, "output-col")?.ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    /// <summary>The words as the daemon knows them: <c>--help</c> and <c>--version</c> are what a stranger tries first.</summary>
    private static string Spoken(string word) => word switch
    {
        "--help" or "-h" => "help",
        "--version" => "version",
        _ => word,
    };

    private static string? Last(ImmutableArray<string> words, string parameter) =>
        words.LastOrDefault(word => word.Length > parameter.Length && word[parameter.Length] == '=' && word.StartsWith(parameter, StringComparison.Ordinal))?[(parameter.Length + 1)..];
}
