using BootService.Cli;

var terminal = Terminal.OfProcess();
try
{
    return await new Conversation(Invocation.Parse(args, Environment.GetEnvironmentVariable, Environment.CurrentDirectory), terminal).RunAsync(CancellationToken.None);
}
catch (CliFault fault)
{
    terminal.EndProgress();
    terminal.Out.Flush();
    terminal.Error.WriteLine($"error - {fault.Message}");
    return 1;
}
catch (IOException)
{
    // Whoever read our output has gone, as "stack list host | head" does.
    return 1;
}
