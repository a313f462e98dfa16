namespace BootService.Storage.Sql;

/// <summary>Makes a copy of a state harmless: whoever was set to install in it may have installed since.</summary>
internal static class Disarming
{
    private static readonly Statement Armed = new("SELECT count(*) FROM hosts WHERE action = 'Install'");

    /// <summary>Ends all attempts that may install, and sets hosts to boot their disks.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="why">What the attempts say of it.</param>
    /// <returns>How many hosts were set to install.</returns>
    public static long Run(IRowSession copy, string why)
    {
        var armed = copy.Ask(Armed) ?? 0;
        copy.Run(
        [
            new(new Statement("UPDATE attempts SET state = 'Cancelled', why = $1 WHERE state IN ('Armed', 'Offered', 'Fetched', 'Installing')"), [why]),
            new(new Statement("UPDATE hosts SET action = 'Os' WHERE action = 'Install'"), []),
        ]);
        return armed;
    }
}
