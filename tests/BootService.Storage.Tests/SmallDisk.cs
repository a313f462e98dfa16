using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Storage.Tests;

/// <summary>A disk that is soon full: a small one mounted over a folder, or the same said by SQLite's own limit on the size of a database.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string? _folder;

    private SmallDisk(string? folder) => _folder = folder;

    public static SmallDisk Mount(string folder)
    {
        Run("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    public static SmallDisk Pretend() => new(null);

    public void Fill(SqliteConnection connection)
    {
        if (_folder is null)
        {
            Limit(connection, "SELECT * FROM pragma_page_count()");
        }
    }

    public void MakeRoom(SqliteConnection connection)
    {
        if (_folder is null)
        {
            Limit(connection, "SELECT 1000000");
        }
        else
        {
            Run("mount", "-o", "remount,size=20m", _folder);
        }
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Run("umount", "-l", _folder);
        }
    }

    private static void Limit(SqliteConnection connection, string pages)
    {
        using var question = new SqliteCommand(pages, connection);
        using var limit = new SqliteCommand($"PRAGMA max_page_count = {question.ExecuteScalar()}", connection);
        limit.ExecuteNonQuery();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
