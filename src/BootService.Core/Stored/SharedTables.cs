namespace BootService.Core.Stored;

/// <summary>How far the state has come, one row: who writes holds it for his turn.</summary>
/// <param name="Name">What has come so far.</param>
/// <param name="Version">The version of the last commit; 0 before the first.</param>
public sealed record StateVersion(string Name, long Version)
{
    /// <summary>The name of the one row there is.</summary>
    public const string Appliance = "appliance";
}

/// <summary>A commit as its row has it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Id">What its writer called it before it was made, to find it again when the answer was lost.</param>
/// <param name="Frontend">Who made it.</param>
/// <param name="At">When, by the writer's clock.</param>
/// <param name="Changes">What it did to the inventory, as JSON in UTF-8.</param>
public sealed record CommitRow(long Version, string Id, string Frontend, DateTimeOffset At, ReadOnlyMemory<byte> Changes);

/// <summary>A frontend as its row has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The address it serves at.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started, by its own clock.</param>
/// <param name="Heard">When it last said that it is there, by the server's clock.</param>
public sealed record FrontendRow(string Name, string Address, string Program, DateTimeOffset Started, DateTimeOffset Heard);

/// <summary>What frontends that share a database tell each other. A database of one frontend alone has none of it.</summary>
public static class SharedTables
{
    /// <summary>The version of the state.</summary>
    public static Table<StateVersion> State { get; } = new Table<StateVersion>("state", new StateVersion(string.Empty, 0))
        .Key("name", Cells.Text, state => state.Name, (state, name) => state with { Name = name })
        .Column("version", Cells.Number, state => state.Version, (state, version) => state with { Version = version });

    /// <summary>The newest commits: what a frontend has missed, and whether one was made whose answer was lost.</summary>
    public static Table<CommitRow> Commits { get; } = new Table<CommitRow>("commits", new CommitRow(0, string.Empty, string.Empty, default, default))
        .Key("version", Cells.Number, commit => commit.Version, (commit, version) => commit with { Version = version })
        .Column("id", Cells.Text, commit => commit.Id, (commit, id) => commit with { Id = id })
        .Column("frontend", Cells.Text, commit => commit.Frontend, (commit, frontend) => commit with { Frontend = frontend })
        .Column("at", Cells.Time, commit => commit.At, (commit, at) => commit with { At = at })
        .Column("changes", Cells.Utf8, commit => commit.Changes, (commit, changes) => commit with { Changes = changes })
        .Unique("id")
        .Newest(10_000, by: "version");

    /// <summary>The frontends.</summary>
    public static Table<FrontendRow> Frontends { get; } = new Table<FrontendRow>(
        "frontends", new FrontendRow(string.Empty, string.Empty, string.Empty, default, default))
        .Key("name", Cells.Text, frontend => frontend.Name, (frontend, name) => frontend with { Name = name })
        .Column("address", Cells.Text, frontend => frontend.Address, (frontend, address) => frontend with { Address = address })
        .Column("program", Cells.Text, frontend => frontend.Program, (frontend, program) => frontend with { Program = program })
        .Column("started", Cells.Time, frontend => frontend.Started, (frontend, started) => frontend with { Started = started })
        .Column("heard", Cells.Time, frontend => frontend.Heard, (frontend, heard) => frontend with { Heard = heard });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Table> All { get; } = [State, Commits, Frontends];
}
