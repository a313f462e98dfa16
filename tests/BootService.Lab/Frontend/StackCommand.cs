using System.Text.Json;
using BootService.Lab.Processes;

namespace BootService.Lab.Frontend;

/// <summary>The admin at the frontend: the <c>stack</c> program, pointed at one daemon's socket.</summary>
/// <param name="socket">The daemon's admin socket.</param>
/// <param name="folder">The directory it is typed in; the caller's own when null.</param>
public sealed class StackCommand(string socket, string? folder = null)
{
    private TimeSpan? Limit { get; init; }

    /// <summary>The same hands, with more patience for what takes long.</summary>
    public StackCommand Within(TimeSpan limit) => new(socket, folder) { Limit = limit };

    /// <summary>Types a command, whatever comes of it.</summary>
    /// <param name="words">The words behind <c>stack</c>.</param>
    public Task<ToolResult> TryAsync(params IEnumerable<string> words) =>
        Tool.RunAsync(Checkout.Program("stack"), ["--socket", socket, .. words], limit: Limit, folder: folder);

    /// <summary>Types a command that must be done.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="LabException">It was refused.</exception>
    public async Task<string> RunAsync(params IEnumerable<string> words) => (await TryAsync(words)).Succeeded().Output;

    /// <summary>Types a command that lists.</summary>
    /// <returns>Its rows, by lower-case header; an empty cell is an empty string.</returns>
    /// <exception cref="LabException">It was refused.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ListAsync(params IEnumerable<string> words) =>
        Rows(await RunAsync([.. words, "output-format=json"]));

    /// <summary>The rows of a list that was asked for as JSON.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string list)
    {
        using var json = JsonDocument.Parse(list);
        return [.. json.RootElement.EnumerateArray().Select(row =>
            row.EnumerateObject().ToDictionary(cell => cell.Name, cell => TextOf(cell.Value), StringComparer.Ordinal))];
    }

    /// <summary>A list as people see it: its items with spaces between them.</summary>
    private static string TextOf(JsonElement cell) =>
        cell.ValueKind is JsonValueKind.Array ? string.Join(' ', cell.EnumerateArray().Select(item => item.ToString())) : cell.ToString();

    /// <summary>The boot action of a host as the daemon has it now: <c>install</c>, <c>os</c>, or empty.</summary>
    public async Task<string> ActionOfAsync(string host) => (await ListAsync("list", "host", "boot", host))[0]["action"];
}
