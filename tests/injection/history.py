"""Mistakes that only the past can show, planted into invented quarters that vary little or much from one to the next.

Twenty counties with eight figures each, six districts with twelve clinics each; of a clean quarter nothing may be told (at
most one alarm for a hundred submissions), of the planted mistakes as many as the table says. Figures are drawn from
log-normal distributions, a size of its own for each unit and indicator.

Usage: history.py PROGRAM [--check]
"""
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

from openpyxl import Workbook

T = sys.argv[1]
HOME = tempfile.mkdtemp()
ROWS = {}
SHOWN = []

FLOWS=[("a","Applications received"),("b","Applications solved"),("c","Visits to the office"),("d","Meetings held"),("e","Documents issued"),("f","Trainees taught")]
STOCKS=[("s","Staff employed"),("t","Computers in use")]
form='''code="f"
title="Work of the office"
layout="indicator-rows"
frequency="quarter"
deadline_days=3000
[reporters]
kinds=["c"]
[columns]
label=["Item"]
value=["Number"]
'''
for c,n in FLOWS: form+=f'\n[[indicator]]\ncode="{c}"\nname="{n}"\ntype="count"\n'
for c,n in STOCKS: form+=f'\n[[indicator]]\ncode="{c}"\nname="{n}"\ntype="count"\naggregation="last"\n'
form2='''code="g"
title="Clinics of the district"
layout="unit-rows"
frequency="quarter"
deadline_days=3000
[reporters]
kinds=["d"]
[rows]
kinds=["v"]
[columns]
row=["Clinic"]
'''
COLS=[("p","Patients seen"),("q","Patients treated"),("r","Beds set up"),("u","Visits at home")]
for c,n in COLS: form2+=f'\n[[indicator]]\ncode="{c}"\nname="{n}"\ntype="count"\nheader=["{n}"]\n'+('aggregation="last"\n' if c=="r" else "")
form2+='\n[[indicator]]\ncode="rate"\nname="Share treated"\ntype="ratio"\nnumerator="q"\ndenominator="p"\n'
NAMES=["Alder","Birch","Cedar","Dogwood","Elm","Fir","Ginkgo","Hazel","Ivy","Juniper","Larch","Maple","Nutmeg","Oak","Pine","Quince","Rowan","Spruce","Teak","Walnut"]
def build(root,rng,spread,periods):
    shutil.rmtree(root,ignore_errors=True); os.makedirs(root+"/forms")
    open(root+"/tonghop.toml","w").write('title="W"\nprovince="00"\nlanguage="en"\nregime="calendar"\n[[kind]]\ncode="s"\n[[kind]]\ncode="c"\n[[kind]]\ncode="d"\n[[kind]]\ncode="v"\n')
    open(root+"/forms/f.toml","w").write(form); open(root+"/forms/g.toml","w").write(form2)
    u="code,name,kind,parent\n00,State,s,\n"
    for i,n in enumerate(NAMES): u+=f"c{i},{n} County,c,00\n"
    for k in range(6):
        u+=f"d{k},District {'ABCDEF'[k]},d,00\n"
        for j in range(12): u+=f"v{k}_{j},{NAMES[j]} {'ABCDEF'[k]} Clinic,v,d{k}\n"
    open(root+"/units.csv","w").write(u)
    data={}
    size={}
    for pi,p in enumerate(periods):
        for i in range(len(NAMES)):
            for c,_ in FLOWS+STOCKS:
                if (i,c) not in size: size[i,c]=rng.uniform(2.5,7)
                s=0.03 if c in "st" else spread
                data[p,"f",i,c]=max(0,round(math.exp(size[i,c]+rng.gauss(0,s))))
        for k in range(6):
            for j in range(12):
                for c,_ in COLS:
                    key=(k,j,c)
                    if key not in size: size[key]=rng.uniform(3,6)
                    s=0.02 if c=="r" else spread
                    if c=="q": data[p,"g",k,j,c]=round(data[p,"g",k,j,"p"]*rng.uniform(.6,.95)); continue
                    data[p,"g",k,j,c]=round(math.exp(size[key]+rng.gauss(0,s)))
    return data
def words(p): y,q=p.split("-Q"); return f"QUARTER {q} {y}"
def write_f(root,p,i,data):
    w=Workbook(); s=w.active
    s.append([f"WORK OF THE OFFICE {words(p)}"]); s.append([f"Reporting unit: {NAMES[i]} County"]); s.append(["Item","Number"])
    for c,n in FLOWS+STOCKS: s.append([n,data[p,"f",i,c]])
    os.makedirs(f"{root}/submissions/{p}",exist_ok=True); w.save(f"{root}/submissions/{p}/f{i}.xlsx")
def write_g(root,p,k,data,order=None):
    w=Workbook(); s=w.active
    s.append([f"CLINICS OF THE DISTRICT {words(p)}"]); s.append([f"Reporting unit: District {'ABCDEF'[k]}"]); s.append(["Clinic"]+[n for _,n in COLS])
    for j in range(12):
        jj=order[j] if order else j
        s.append([f"{NAMES[j]} {'ABCDEF'[k]} Clinic"]+[data[p,"g",k,jj,c] for c,_ in COLS])
    os.makedirs(f"{root}/submissions/{p}",exist_ok=True); w.save(f"{root}/submissions/{p}/g{k}.xlsx")
def run(root,p):
    r=subprocess.run([T,"check",root,"--period",p,"--format","json","--as-of","2025-01-01"],capture_output=True,text=True)
    return json.loads(r.stdout)["findings"]
P=["2022-Q1","2022-Q2","2022-Q3","2022-Q4","2023-Q1","2023-Q2","2023-Q3","2023-Q4"]
def main(seed,spread,n):
    rng=random.Random(seed); root=f"{HOME}/p{seed}"
    data=build(root,rng,spread,P[-n:])
    for p in P[-n:]:
        for i in range(len(NAMES)): write_f(root,p,i,data)
        for k in range(6): write_g(root,p,k,data)
    p=P[-1]
    base=[f for f in run(root,p) if f["code"].startswith("P0") and f["severity"]!="info"]
    SHOWN.append((spread,n,26,len(base)))
    known={(f['code'],f['file'],f['cell']) for f in base}
    def plant_f(name,mut,times=12):
        ok=0; codes={}
        for t in range(times):
            i=rng.randrange(len(NAMES)); d=dict(data); mut(d,i)
            write_f(root,p,i,d)
            new=[f for f in run(root,p) if f["code"].startswith("P0") and f["file"].endswith(f"f{i}.xlsx") and (f['code'],f['file'],f['cell']) not in known]
            ok+=bool(new)
            for f in new: codes[f["code"]]=codes.get(f["code"],0)+1
            write_f(root,p,i,data)
        ROWS.setdefault(name,{})[spread,n]=(ok,times,codes)
    def plant_g(name,mut,times=8,order=None):
        ok=0; codes={}
        for t in range(times):
            k=rng.randrange(6); d=dict(data); o=None
            if mut: mut(d,k)
            if order: o=order()
            write_g(root,p,k,d,o)
            new=[f for f in run(root,p) if f["code"].startswith("P0") and f["file"].endswith(f"g{k}.xlsx") and (f['code'],f['file'],f['cell']) not in known]
            ok+=bool(new)
            for f in new: codes[f["code"]]=codes.get(f["code"],0)+1
            write_g(root,p,k,data)
        ROWS.setdefault(name,{})[spread,n]=(ok,times,codes)
    pick=lambda:rng.choice(FLOWS)[0]
    def times10(d,i): c=pick(); d[p,"f",i,c]*=10
    def div10(d,i): c=pick(); d[p,"f",i,c]=d[p,"f",i,c]//10
    def zero(d,i): c=pick(); d[p,"f",i,c]=0
    def stock3(d,i): c=rng.choice("st"); d[p,"f",i,c]*=3
    def cum(d,i):
        for c,_ in FLOWS: d[p,"f",i,c]=sum(d[q,"f",i,c] for q in P[-n:][-3:])
    def stale(d,i):
        for c,_ in FLOWS: d[p,"f",i,c]=d[P[-2],"f",i,c]
    def stale70(d,i):
        for c,_ in FLOWS[:5]: d[p,"f",i,c]=d[P[-2],"f",i,c]
    def other(d,i):
        for c,_ in FLOWS[:5]: d[p,"f",i,c]=d[p,"f",(i+1)%20,c]
    plant_f("x10",times10); plant_f("/10",div10); plant_f("zero",zero); plant_f("stock x3",stock3); plant_f("cumulative",cum); plant_f("stale all flows",stale); plant_f("stale 5 of 6",stale70); plant_f("other unit's",other)
    def gcol(d,k):
        for j in range(12): d[p,"g",k,j,"u"]=d[P[-2],"g",k,j,"u"]
    def gfill(d,k):
        for j in range(4,10): d[p,"g",k,j,"u"]=d[p,"g",k,3,"u"]
    def gcopy(d,k):
        for j in range(12): d[p,"g",k,j,"q"]=d[p,"g",k,j,"p"]
    def g10(d,k): j=rng.randrange(12); c=rng.choice("pu"); d[p,"g",k,j,c]*=10
    def gover(d,k):
        for j in range(12): d[p,"g",k,j,"u"]=d[p,"g",k,j,"p"]
    plant_g("column stale",gcol); plant_g("filled down",gfill); plant_g("num=den",gcopy); plant_g("column copied",gover); plant_g("x10 in row",g10)
    def shuffle():
        o=list(range(12)); rng.shuffle(o); return o
    def swap():
        o=list(range(12)); a,b=rng.sample(o,2); o[a],o[b]=o[b],o[a]; return o
    plant_g("names sorted",None,order=shuffle); plant_g("two rows swapped",None,order=swap)

WORLDS=[(1,0.12,8),(2,0.25,3),(3,0.4,8),(4,0.4,2)]
for w in WORLDS: main(*w)
print("| mistake | "+" | ".join(f"varies by {s:.0%}, {n} quarters" for _,s,n in WORLDS)+" | told as |")
print("|---|"+"---|"*(len(WORLDS)+1))
print("| clean submissions: alarms | "+" | ".join(f"{a} of {k}" for _,_,k,a in SHOWN)+" | |")
for name,by in ROWS.items():
    codes=sorted({c for _,_,cs in by.values() for c in cs})
    print(f"| {name} | "+" | ".join(f"{by[s,n][0]} of {by[s,n][1]}" for _,s,n in WORLDS)+f" | {', '.join(codes)} |")
shutil.rmtree(HOME)
if "--check" in sys.argv:
    alarms=sum(a for *_,a in SHOWN); clean=sum(k for _,_,k,_ in SHOWN)
    assert alarms*100<=clean, f"{alarms} alarms of {clean} clean submissions"
    calm=[by[0.12,8] for by in ROWS.values()]
    assert sum(o for o,*_ in calm)>=0.9*sum(t for _,t,_ in calm), "fewer mistakes are told than were"
    print(f"{alarms} alarms of {clean} clean submissions")
