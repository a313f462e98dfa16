using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace BootService.Storage;

/// <summary>
/// The schema of this version as EF Core writes all migrations into one script: what a new database is made with, and which migrations a database of this
/// version has had.
/// </summary>
/// <remarks>EF Core itself is asked only where an older database is brought up to date: it costs the daemon half a second of its start, and 20 MB for as long
/// as it runs.
/// The script is made by <c>dotnet ef migrations script --no-transactions --project src/BootService.Storage -o src/BootService.Storage/Schema.sql</c>, and
/// PostgreSQL's
/// likewise in its own project; a test holds both to the migrations.</remarks>
internal sealed partial class Schema
{
    private Schema(string script)
    {
        Script = script;
        Migrations = [.. HistoryRow().Matches(script).Select(row => row.Groups["id"].Value)];
    }

    /// <summary>SQLite's.</summary>
    public static Schema Sqlite { get; } = In(typeof(Schema).Assembly);

    /// <summary>The whole script. It leaves transactions to whoever runs it.</summary>
    public string Script { get; }

    /// <summary>The migrations in it, oldest first.</summary>
    public ImmutableArray<string> Migrations { get; }

    /// <summary>The one that an assembly has in it.</summary>
    public static Schema In(Assembly assembly)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream("Schema.sql")!);
        return new Schema(text.ReadToEnd());
    }

    /// <summary>The part of the script that brings a database of an older version up to date.</summary>
    /// <param name="applied">How many migrations it has had.</param>
    public string After(int applied) =>
        applied == 0 ? Script : Script[HistoryRow().Matches(Script).Select(row => row.Index + row.Length).ElementAt(applied - 1)..];

    [GeneratedRegex(
        """^INSERT INTO "__EFMigrationsHistory" .*\r?\nVALUES \('(?<id>\w+)', '[^']*'\);""", RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex HistoryRow();
}
