using BootService.Core.Pallets;
using BootService.Core.Sites;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>The files of the site in tables: who may use the database may have them, and nobody else.</summary>
internal sealed class PostgresSites(PostgresEngine engine, string here) : ISharedSites
{
    private static readonly string Forget = TableText.Remove(SharedTables.SiteFiles, 1);
    private static readonly string Tell =
        $"INSERT INTO {SharedTables.SiteFiles.Name} (frontend, path, size, digest) SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[])";

    private static readonly string Told = $"{TableText.All(SharedTables.SiteFiles)} WHERE frontend = $1";
    private static readonly string Offer = TableText.Put(SharedTables.PushedFiles);
    private static readonly string Take = $"SELECT content FROM {SharedTables.PushedFiles.Name} WHERE frontend = $1 AND path = $2 AND digest = $3";
    private static readonly string Withdraw = TableText.Remove(SharedTables.PushedFiles, 1);
    private static readonly string Ask = $"UPDATE {SharedTables.Frontends.Name} SET asked = $2, answer = '' WHERE name = ANY ($1::text[])";
    private static readonly string AskNoMore = $"UPDATE {SharedTables.Frontends.Name} SET asked = '' WHERE starts_with(asked, $1)";

    public Task TellAsync(SiteFiles files, CancellationToken cancel)
    {
        var all = files.All.ToArray();
        return WriteAsync(
            cancel, (Forget, [here]),
            (Tell, [here, Array.ConvertAll(all, file => file.Path), Array.ConvertAll(all, file => file.Size), Array.ConvertAll(all, file => file.Digest)]));
    }

    public Task<SiteFiles> ListAsync(string frontend, CancellationToken cancel) => Task.Run(
        () => engine.Read(connection => SiteFiles.Of(
            ((NpgsqlConnection)connection).Ask(PostgresDialect.Instance, Told, SharedTables.SiteFiles, SharedTables.SiteFiles.Reader(), frontend)
                .Select(row => new SiteFile(row.Path, row.Size, row.Digest)))),
        cancel);

    public Task OfferAsync(SiteFile file, ReadOnlyMemory<byte> content, CancellationToken cancel) =>
        WriteAsync(cancel, (Offer, [here, file.Path, file.Digest, content]));

    public Task<byte[]?> TakeAsync(string frontend, SiteFile file, CancellationToken cancel) => Task.Run(
        () => engine.Read(connection =>
        {
            using var command = CommandOf((NpgsqlConnection)connection, Take, [frontend, file.Path, file.Digest]);
            return command.ExecuteScalar() as byte[];
        }),
        cancel);

    public Task AskAsync(IReadOnlyCollection<string> frontends, string push, CancellationToken cancel) =>
        WriteAsync(cancel, (Ask, [frontends.ToArray(), $"{here} {push}"]));

    public Task EndAsync(CancellationToken cancel) => WriteAsync(cancel, (AskNoMore, [$"{here} "]), (Withdraw, [here]));

    private Task<bool> WriteAsync(CancellationToken cancel, params (string Text, object[] Values)[] statements) => Task.Run(
        () => engine.Write(connection =>
        {
            foreach (var (text, values) in statements)
            {
                using var command = CommandOf(connection, text, values);
                command.ExecuteNonQuery();
            }

            return true;
        }),
        cancel);

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, string text, object[] values)
    {
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = 60 };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}

/// <summary>What lies in pallets, in a table.</summary>
internal sealed class PostgresPallets(PostgresEngine engine) : ISharedPallets
{
    private static readonly string All = TableText.All(SharedTables.PalletContents);
    private static readonly string New = TableText.Put(SharedTables.PalletContents);

    // Of two that found the same pallet each with itself, the first is believed.
    private static readonly string First = $"{New} WHERE {SharedTables.PalletContents.Name}.digest = ''";

    public Task<IReadOnlyList<PalletContent>> ListAsync(CancellationToken cancel) => Task.Run(
        IReadOnlyList<PalletContent> () => engine.Read(connection => ((NpgsqlConnection)connection).Ask(
            PostgresDialect.Instance, All, SharedTables.PalletContents, SharedTables.PalletContents.Reader())),
        cancel);

    public Task AnnounceAsync(PalletContent content, bool isNew, CancellationToken cancel) => Task.Run(
        () => engine.Write(connection =>
        {
            using var command = new NpgsqlCommand(isNew ? New : First, connection)
            {
                Parameters = { new() { Value = content.Folder }, new() { Value = content.Digest }, new() { Value = content.Octets } },
            };
            return command.ExecuteNonQuery();
        }),
        cancel);
}
