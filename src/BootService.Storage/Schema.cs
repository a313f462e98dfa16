using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BootService.Storage;

/// <summary>The schema of this version as EF Core writes all migrations into one script: what a new database is made with, and which migrations a database of this version has had.</summary>
/// <remarks>EF Core itself is asked only where an older database is brought up to date: it costs the daemon half a second of its start, and 20 MB for as long as it runs.
/// The script is made by <c>dotnet ef migrations script --no-transactions --project src/BootService.Storage -o src/BootService.Storage/Schema.sql</c>; a test holds it to the migrations.</remarks>
internal static partial class Schema
{
    /// <summary>The whole script. It leaves transactions to whoever runs it.</summary>
    public static string Script { get; } = Read();

    /// <summary>The migrations in it, oldest first.</summary>
    public static ImmutableArray<string> Migrations { get; } = [.. HistoryRow().Matches(Script).Select(row => row.Groups["id"].Value)];

    [GeneratedRegex("""^INSERT INTO "__EFMigrationsHistory" .*\r?\nVALUES \('(?<id>\w+)', '[^']*'\);""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HistoryRow();

    private static string Read()
    {
        using var text = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream("Schema.sql")!);
        return text.ReadToEnd();
    }
}
