using BootService.Load;

// Machines without addresses that all want one, as frames on a wire. Ends with 1 when one was dropped, refused or given another's address.
try
{
    using var machines = new Machines(LoadSettings.Parse(args));
    machines.Run();
    Console.WriteLine(machines.Result);
    return machines.Result is { Dropped: 0, Refused: 0, Wrong: 0 } result && result.Leased == result.Begun ? 0 : 1;
}
catch (Exception wrong) when (wrong is FormatException or IOException)
{
    Console.Error.WriteLine($"error - {wrong.Message}");
    return 2;
}
