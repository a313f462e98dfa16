namespace BootService.Storage;

/// <summary>Looks for damage in pages that nobody happens to read.</summary>
internal static class DamageSearch
{
    private const int MostFindings = 3;

    /// <summary>What is wrong with a database; null when nothing is.</summary>
    public static StorageException? Find(ReadConnections readers, string file)
    {
        try
        {
            var findings = readers.Read(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"PRAGMA quick_check({MostFindings})";

                // Large databases on slow disks take minutes, and nobody waits.
                command.CommandTimeout = 0;
                using var rows = command.ExecuteReader();
                var found = new List<string>();
                while (rows.Read())
                {
                    found.Add(rows.GetString(0));
                }

                return found;
            });
            return findings is ["ok"] ? null : SqliteFault.Damaged(file, string.Join("; ", findings).ReplaceLineEndings(" "));
        }
        catch (StorageException fault)
        {
            return fault;
        }
    }
}
