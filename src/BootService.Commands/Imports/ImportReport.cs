using BootService.Core;

namespace BootService.Commands.Imports;

/// <summary>What an import brings, what it leaves out and why, and what is wrong: counted by kind, each with a few names.</summary>
internal sealed class ImportReport
{
    /// <summary>The columns.</summary>
    public const string Row = "what, count:number, result:comes|left out, why?, names";

    private const int MostNamed = 3;
    private const int MostShown = 50;

    private readonly Dictionary<(string Kind, string? Why), Entry> _entries = [];
    private readonly List<string> _faults = [];
    private int _faultCount;

    /// <summary>Whether anything comes.</summary>
    public bool BringsAnything => _entries.Any(entry => entry.Key.Why is null);

    /// <summary>Something comes.</summary>
    public void Came(string kind, string name) => Count(kind, null, name);

    /// <summary>Something does not come, and the rest does all the same.</summary>
    public void LeftOut(string kind, string name, string why) => Count(kind, why, name);

    /// <summary>Something is wrong, and nothing comes.</summary>
    public void Wrong(string kind, string name, string why)
    {
        if (++_faultCount <= MostShown)
        {
            _faults.Add($" {kind} {name}: {why}");
        }
    }

    /// <summary>Something is wrong at a place of the file.</summary>
    public void Wrong(int line, int column, string why)
    {
        if (++_faultCount <= MostShown)
        {
            _faults.Add($"{line}:{column}: {why}");
        }
    }

    /// <summary>So many more things are wrong than were told.</summary>
    public void WrongToo(int more) => _faultCount += more;

    /// <exception cref="RefusedException">Something is wrong; all of it was told.</exception>
    public void Refuse(CommandCall call, string path)
    {
        if (_faultCount == 0)
        {
            return;
        }

        var instead = call.Declaration.Parameters.Any(parameter => parameter.Name == "partial") ? " (partial=yes leaves out what cannot be)" : string.Empty;
        if (_faultCount == 1)
        {
            throw new RefusedException($"{path}:{_faults[0]}; nothing was imported{instead}");
        }

        foreach (var fault in _faults)
        {
            call.Output.Fault($"{path}:{fault}");
        }

        throw new RefusedException($"{path} has {_faultCount} faults; nothing was imported{instead}");
    }

    /// <summary>Tells what came and what did not.</summary>
    public async Task TellAsync(CommandCall call)
    {
        call.FlatTable();
        foreach (var ((kind, why), entry) in _entries)
        {
            var names = string.Join(", ", entry.Names) + (entry.Count > entry.Names.Count ? $" and {entry.Count - entry.Names.Count} more" : string.Empty);
            await call.Output.RowAsync(kind, entry.Count, why is null ? "comes" : "left out", why, names);
        }
    }

    private void Count(string kind, string? why, string name)
    {
        if (!_entries.TryGetValue((kind, why), out var entry))
        {
            _entries[(kind, why)] = entry = new Entry();
        }

        entry.Count++;
        if (entry.Names.Count < MostNamed && !entry.Names.Contains(name))
        {
            entry.Names.Add(name);
        }
    }

    private sealed class Entry
    {
        public int Count { get; set; }

        public List<string> Names { get; } = [];
    }
}
