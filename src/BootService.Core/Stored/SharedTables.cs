using System.Collections.Immutable;
using BootService.Core.Pallets;

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
public sealed record CommitRow(long Version, string Id, string Frontend, DateTimeOffset At, ReadOnlyMemory<byte> Changes)
{
    /// <summary>The newest migration that its writer knew. Who knows another reads the tables: the changes may say less than they have, or more.</summary>
    public string Schema { get; init; } = string.Empty;
}

/// <summary>A frontend as its row has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The addresses it serves at, the first one first, with spaces between.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started, by its own clock.</param>
/// <param name="Heard">When it last said that it is there, by the server's clock.</param>
/// <param name="Service">The address that moves to another frontend when it is away; empty for none.</param>
public sealed record FrontendRow(string Name, string Address, string Program, DateTimeOffset Started, DateTimeOffset Heard, string Service)
{
    /// <summary>The digest of what profiles are made of there.</summary>
    public string Profiles { get; init; } = string.Empty;

    /// <summary>The digest of all files of the site there.</summary>
    public string Site { get; init; } = string.Empty;

    /// <summary>The pallets there.</summary>
    public string Pallets { get; init; } = string.Empty;

    /// <summary>What became of the last push it was asked to take.</summary>
    public string Answer { get; init; } = string.Empty;

    /// <summary>Who asks it to take a push, and the push's name. Others write it, and never the frontend itself.</summary>
    public string Asked { get; init; } = string.Empty;
}

/// <summary>A file of the site as its row has it.</summary>
/// <param name="Frontend">The frontend that it lies at.</param>
/// <param name="Path">Its path below the export directory.</param>
/// <param name="Size">Its octets.</param>
/// <param name="Digest">SHA-256 of its content.</param>
public sealed record SiteFileRow(string Frontend, string Path, long Size, string Digest);

/// <summary>A content that a frontend laid out for others to take.</summary>
/// <param name="Frontend">Who.</param>
/// <param name="Path">The file's path below the export directory.</param>
/// <param name="Digest">SHA-256 of the content.</param>
/// <param name="Content">The content.</param>
public sealed record PushedFileRow(string Frontend, string Path, string Digest, ImmutableArray<byte> Content);

/// <summary>An event as the row of a shared database has it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Frontend">Whose it is; null in rows from before frontends had names.</param>
/// <param name="Number">Its number among that frontend's, rising by one.</param>
public readonly record struct SharedEvent(StoredEvent Event, string? Frontend, long? Number);

/// <summary>A lease of a pool address, or a quarantine, as its row has it.</summary>
/// <param name="Address">The address: whoever has it, it has once.</param>
/// <param name="Client">Whose it is or was, see <see cref="Core.Dhcp.StoredLease.Client"/>.</param>
/// <param name="Until">Until when, in seconds since 1970 by the server's clock; 0 for an address that was given back.</param>
/// <param name="Frontend">Who wrote it last.</param>
/// <param name="Number">Its number among what that frontend wrote, rising.</param>
public sealed record LeaseRow(long Address, long Client, long Until, string Frontend, long Number);

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
        .Column("schema", Cells.Text, commit => commit.Schema, (commit, schema) => commit with { Schema = schema }, older: string.Empty)
        .Unique("id")
        .Newest(10_000, by: "version");

    /// <summary>The frontends.</summary>
    public static Table<FrontendRow> Frontends { get; } = new Table<FrontendRow>(
        "frontends", new FrontendRow(string.Empty, string.Empty, string.Empty, default, default, string.Empty))
        .Key("name", Cells.Text, frontend => frontend.Name, (frontend, name) => frontend with { Name = name })
        .Column("address", Cells.Text, frontend => frontend.Address, (frontend, address) => frontend with { Address = address })
        .Column("program", Cells.Text, frontend => frontend.Program, (frontend, program) => frontend with { Program = program })
        .Column("started", Cells.Time, frontend => frontend.Started, (frontend, started) => frontend with { Started = started })
        .Column("heard", Cells.Time, frontend => frontend.Heard, (frontend, heard) => frontend with { Heard = heard })
        .Column("service", Cells.Text, frontend => frontend.Service, (frontend, service) => frontend with { Service = service }, older: string.Empty)
        .Column("profiles", Cells.Text, frontend => frontend.Profiles, (frontend, digest) => frontend with { Profiles = digest }, older: string.Empty)
        .Column("site", Cells.Text, frontend => frontend.Site, (frontend, digest) => frontend with { Site = digest }, older: string.Empty)
        .Column("pallets", Cells.Text, frontend => frontend.Pallets, (frontend, pallets) => frontend with { Pallets = pallets }, older: string.Empty)
        .Column("answer", Cells.Text, frontend => frontend.Answer, (frontend, answer) => frontend with { Answer = answer }, older: string.Empty)
        .Column("asked", Cells.Text, frontend => frontend.Asked, (frontend, asked) => frontend with { Asked = asked }, older: string.Empty);

    /// <summary>The files of the site, at each frontend.</summary>
    public static Table<SiteFileRow> SiteFiles { get; } = new Table<SiteFileRow>("site_files", new SiteFileRow(string.Empty, string.Empty, 0, string.Empty))
        .Key("frontend", Cells.Text, file => file.Frontend, (file, frontend) => file with { Frontend = frontend })
        .Key("path", Cells.Text, file => file.Path, (file, path) => file with { Path = path })
        .Column("size", Cells.Number, file => file.Size, (file, size) => file with { Size = size })
        .Column("digest", Cells.Text, file => file.Digest, (file, digest) => file with { Digest = digest });

    /// <summary>What frontends laid out for others to take, as long as they wait for it.</summary>
    public static Table<PushedFileRow> PushedFiles { get; } = new Table<PushedFileRow>(
        "pushed_files", new PushedFileRow(string.Empty, string.Empty, string.Empty, []))
        .Key("frontend", Cells.Text, file => file.Frontend, (file, frontend) => file with { Frontend = frontend })
        .Key("path", Cells.Text, file => file.Path, (file, path) => file with { Path = path })
        .Column("digest", Cells.Text, file => file.Digest, (file, digest) => file with { Digest = digest })
        .Column("content", Cells.Octets, file => file.Content, (file, content) => file with { Content = content });

    /// <summary>What lies in pallets.</summary>
    public static Table<PalletContent> PalletContents { get; } = new Table<PalletContent>(
        "pallet_contents", new PalletContent(string.Empty, string.Empty, 0))
        .Key("folder", Cells.Text, content => content.Folder, (content, folder) => content with { Folder = folder })
        .Column("digest", Cells.Text, content => content.Digest, (content, digest) => content with { Digest = digest })
        .Column("octets", Cells.Number, content => content.Octets, (content, octets) => content with { Octets = octets });

    /// <summary>The leases of pool addresses.</summary>
    public static Table<LeaseRow> Leases { get; } = new Table<LeaseRow>("leases", new LeaseRow(0, 0, 0, string.Empty, 0))
        .Key("address", Cells.Number, lease => lease.Address, (lease, address) => lease with { Address = address })
        .Column("client", Cells.Number, lease => lease.Client, (lease, client) => lease with { Client = client })
        .Column("until", Cells.Number, lease => lease.Until, (lease, until) => lease with { Until = until })
        .Column("frontend", Cells.Text, lease => lease.Frontend, (lease, frontend) => lease with { Frontend = frontend })
        .Column("n", Cells.Number, lease => lease.Number, (lease, number) => lease with { Number = number })
        .Index("frontend", "n");

    /// <summary>
    /// The events, with what tells each frontend which of the others' it has not seen: numbers of their own have no gap that another may still fill.
    /// </summary>
    public static Table<SharedEvent> Events { get; } = new Table<SharedEvent>(LogTables.Events.Name, default)
        .Inner(string.Empty, LogTables.Events, happened => happened.Event, (happened, inner) => happened with { Event = inner })
        .Column("frontend", Cells.MaybeText, happened => happened.Frontend, (happened, frontend) => happened with { Frontend = frontend })
        .Column("n", Cells.Maybe(Cells.Number), happened => happened.Number, (happened, number) => happened with { Number = number })
        .NumberedBy("id").Index("host", "id").Index("frontend", "n")
        .Newest(LogTables.Events.Kept!.Most, by: "id", of: "host");

    /// <summary>The tables that only a shared database has; <see cref="Events"/> stands there in the place of the one that every database has.</summary>
    public static IReadOnlyList<Table> All { get; } = [State, Commits, Frontends, Leases, SiteFiles, PushedFiles, PalletContents];
}
